"""The parts of long runs: commands from any page, pace, throttle, curve and position; and lists of trainings.

What is trained, saved and drawn is the exhibit's own.
"""
