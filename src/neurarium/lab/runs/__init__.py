"""The parts of a long run: commands from any page, pace, throttle, curve and position.

What is trained, saved and drawn is the exhibit's own.
"""
