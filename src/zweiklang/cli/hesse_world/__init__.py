"""A Hesse of any size, made up from a seed: people, contracts, three years of training records and what belongs to them."""
