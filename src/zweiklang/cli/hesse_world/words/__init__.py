"""Words of a generated Hesse: names, occupations, what is done at work and at school."""
