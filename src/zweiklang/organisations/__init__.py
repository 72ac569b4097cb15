"""Schools, firms with training sites, chambers, authorities and inter-company centres, and who works where as what (posts).

An organisation is public knowledge; a post is not: it says something of a person.
"""
