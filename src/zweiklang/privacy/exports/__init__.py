"""What Zweiklang holds about a person, as one ZIP file: to read, to take along, to import elsewhere (Art. 15 and 20 DSGVO).

`declared` says for every model how it takes part; `collecting` reads it under the person's own row-level security; `writing` makes the
file, `importing` reads it into an empty instance; `services` keeps the copies that people ask for on their page. docs/export-format.md.
"""
