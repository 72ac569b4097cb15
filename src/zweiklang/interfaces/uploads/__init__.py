"""The page where a school hands in a file: it joins the readers above with the rosters below."""
