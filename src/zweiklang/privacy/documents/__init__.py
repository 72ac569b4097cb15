"""The papers of data protection, made from one source: record of processing (Art. 30), measures (Art. 32), input for the impact
assessment (Art. 35), privacy notices (Art. 13, 14), also in Leichte Sprache.

`tables` reads the models' privacy notes, `recipients` the release rules, `texts/*.toml` hold what neither says. Each paper is a
`shape.Document`; a page, a PDF and a Markdown file under docs/generated/ show the same one.
"""
