"""Speed as ratios of one run: ours against a ceiling and against a plain peer.

A rate alone says more about the machine than about the code, so every line
stands next to what it is compared with, measured in turns within one run.
"""
