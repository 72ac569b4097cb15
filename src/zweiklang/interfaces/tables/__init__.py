"""Tables as rows of cells with line numbers, from workbooks and delimited text, and the careful reading of single cells."""
