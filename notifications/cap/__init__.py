"""Emergency notices for loudspeakers, e-boards and other systems: OASIS Common Alerting Protocol 1.2.

`issue.py` is the way in; api_docs/decisions/cap.md says what each value was decided by.
"""
