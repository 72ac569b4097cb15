"""What a school day means for the training time (§ 15 BBiG, §§ 9, 10 JArbSchG), and who comes or stays after a cancelled lesson.

`rules.toml` has the paragraphs with their words, `rules` reckons with them (pure), the page informs; the firm decides.
"""
