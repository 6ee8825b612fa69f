"""Pictures of values: what is drawn where, as plain numbers a template turns into SVG; pure.

``spread``   median, quartiles and the bins of a histogram.
``classes``  classes of about as many values each, for a map.
``trend``    points of a line over months or years.
"""
