"""Layout, components, forms, sign-in pages and the front end's build."""
