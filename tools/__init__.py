"""Scripts that run, test and check the house. They import no app, and no app imports them."""
