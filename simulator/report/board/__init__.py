"""The board page: its two or three pages of paper, its appendix, and its pictures."""
