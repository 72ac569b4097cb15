"""The training record on paper: a week, a month or the whole training as PDF with its data embedded.

`shape` says what is printed, `reading` reads it under row-level security, `data` is the embedded JSON (docs/record-json.md),
`pdf` sets it with typst. User text reaches typst as data only.
"""
