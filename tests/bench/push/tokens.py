"""How a phone of the bench is called."""

# As long as those that Firebase gives.
TOKEN_LENGTH = 160


def token_of(number: int, name: str = "ok") -> str:
    """As `rows.devices_load` writes them."""
    return f"{name}-{number}-".ljust(TOKEN_LENGTH, "x")
