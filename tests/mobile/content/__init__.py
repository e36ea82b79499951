"""What the stub server of the app's tests says: true to the API contract, with content as people here would read it."""
