"""The ledger: who holds which batch until when, and what has become of each device in it.

`batches` takes rows and loads their devices, `checkpoint` writes down what was answered, `endings` closes.
"""
