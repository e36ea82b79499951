"""Our icons: line drawings in `drawings.py`, rendered into `icons.png` by `mobile_kivy/tools/render_art.py`."""
