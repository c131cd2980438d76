"""The shapes of the interface, on a grid of 16. A status is always a word and a shape."""

ICONS = {
    # Status: each its own outline, so that none depends on colour.
    "draft": "M3 8a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM5 8a3 3 0 1 1 6 0a3 3 0 1 1-6 0z",
    "sent": "M2 7h7V3l5 5-5 5V9H2z",
    "waiting": "M3 2h10v2L9 8l4 4v2H3v-2l4-4-4-4zM5.6 12.5h4.8L8 10z",
    "check": "M2 8.5 4 6.5 6.5 9 12 3.5l2 2L6.5 13z",
    "part": "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zM8 4v8a4 4 0 0 0 0-8z",
    "cross": "M3 5l2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z",
    "minus": "M2 6.5h12v3H2z",
    "stop": "M3 3h10v10H3z",
    "ban": "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM4 7v2h8V7z",
    "late": "M8 1.5 15 14H1zM7 6v4h2V6zM7 11v1.8h2V11z",
    "info": "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM7 4h2v2H7zM7 7h2v5H7z",
    # Actions and places.
    "close": "M3.5 4.5l1-1L8 7l3.5-3.5 1 1L9 8l3.5 3.5-1 1L8 9l-3.5 3.5-1-1L7 8z",
    "up": "M8 4l5 6H3z",
    "down": "M8 12 3 6h10z",
    "sort": "M8 2l4 5H4zM8 14 4 9h8z",
    "next": "M5 3l2-1 5 6-5 6-2-1 4-5z",
    "menu": "M2 3h12v2H2zM2 7h12v2H2zM2 11h12v2H2z",
    # Milestones of the year line.
    "send": "M3 2l11 6L3 14z",
    "approve": "M8 1l7 7-7 7-7-7z",
    "intro": "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
    "answer_by": "M2.5 2.5h11v11h-11z",
}
