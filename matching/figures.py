"""The figures of a run, from what went in and what came out. Pure.

They are stored as JSON in `MatchingRun.figures`, in this shape. Trainees are whole ones, counted
as many times as they look for a place; kilometres have one decimal, and are None when nothing is
known; names are those of the instance (institutions by name, schools by instellingsnummer,
subjects by slug, provinces by the value of `institutions.enums.Province`).

    {
      "wanted": 412, "placed": 399, "bound": 401,     # trainees; bound: at most, proven
      "is_optimal": false, "stopped_by_time": false,
      "requests": {"wanted": 380, "placed": 366, "partly": 2, "without": 12, "fixed": 140},
      "hardship": {"wanted": 9, "placed": 9},
      "split": {"requests": 3, "trainees": 3},         # at more than one school
      "ranks": [{"rank": 1, "trainees": 210}, ...],    # 1 to 6 always; 6: not named by it
      "mean_rank": 1.42, "mean_km": 11.3,              # without what lay fixed
      "load": [{"from": 0, "to": 25, "schools": 12}, ...],   # percent of what is offered that is
                                                       # taken afterwards; the last, "to": null,
                                                       # is over 100
      "institutions": [Row, ...], "subjects": [Row, ...], "provinces": [Row, ...],
      "calls": [{"school": 30001, "subject": "frans", "trimester": 1, "trainees": 4}, ...],
      "left_out": [{"request": "2017-00012", "why": "..."}, ...],   # could not be matched at all
      "skipped": {"words": 3, ...},                    # after publishing: why, and how many
      "direct_only": true                              # only when the direct ones went out alone
    }

    Row = {"name": "frans", "wanted": 40, "placed": 38, "mean_rank": 1.5, "mean_km": 12.1,
           "first_choice": 20}

Rows are sorted by name. In "subjects" a request counts under each of its subjects; its trainees
who look for two subjects count twice there, and only there. In "provinces" a request counts where
its first trainee leaves from: the province of the nearest school; "" when that is not known. The
rows of institutions are the fairness over institutions. "subject" of a call is "" when the total
of the school is what is full.
"""
