"""Many lesson topics at once: a week of a class in one form, from a file or pasted, and for parallel classes with one more tick.

`shapes` what is said, `entering` writes it, `lines` the lines of the form, `page` what the page shows, `views`, `urls`.
"""
