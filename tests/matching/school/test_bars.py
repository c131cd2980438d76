"""Bars are laid one after the other, in per cent, and never stick out."""

from django.template.loader import render_to_string

from matching.bars import Bar, DrawnStretch, Stretch, Tone, draw_bar, share_bar


def test_stretches_follow_each_other():
    bar = draw_bar([Stretch(2), Stretch(1, Tone.WAITING)], 8)
    assert bar.stretches == (
        DrawnStretch(Tone.DONE, "0%", "25%"),
        DrawnStretch(Tone.WAITING, "25%", "12.5%"),
    )


def test_what_would_stick_out_is_cut_off():
    assert draw_bar([Stretch(3), Stretch(5, Tone.OVER)], 4).stretches == (
        DrawnStretch(Tone.DONE, "0%", "75%"),
        DrawnStretch(Tone.OVER, "75%", "25%"),
    )


def test_nothing_is_drawn_of_nothing():
    assert share_bar(0, 0, mark=3) == Bar(())
    assert draw_bar([Stretch(-2), Stretch(0)], 10).stretches == ()


def test_a_limit_is_marked_inside_the_bar():
    assert share_bar(1, 3, mark=2).mark == "66.67%"
    assert share_bar(1, 3, mark=9).mark == "100%"


def test_words_are_escaped_and_a_bar_without_words_is_silent():
    spoken = render_to_string("matching/_bar.html", {"bar": share_bar(1, 2, words='"<b>"')})
    assert 'aria-label="&quot;&lt;b&gt;&quot;"' in spoken
    silent = render_to_string("matching/_bar.html", {"bar": share_bar(1, 2)})
    assert 'aria-hidden="true"' in silent
