"""What the province decides and how it compares, one file a concept; pure.

``site`` how a sub-district comes to report · ``review`` and ``period`` reports that are approved
and periods that are locked · ``deadline`` and ``target`` what is expected · ``reconciliation``
when a site is read anew · ``licence`` of the open data · ``periods``, ``figures``, ``statistics``
and ``comparison`` what they share.
"""
