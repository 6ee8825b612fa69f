"""Pages and resources with which a register in a file is taken in.

    PAGES = Pages("membership", own=[imports.serve])
    PAGES.add(Resource("imports", …, leaves=imports.LEAVES(READ)))

A file is handed in (``/<service>/imports/new``), its columns matched, every row tried without
recording anything, and then carried out while a page tells how far it is. All of it works without
scripts: the page of what is under way asks for itself again.
"""

from bangduan.web.imports.resources import declare
from bangduan.web.imports.shown import columns_page, leaves, problems_file, progress_page
from bangduan.web.imports.views import serve

__all__ = ["columns_page", "declare", "leaves", "problems_file", "progress_page", "serve"]
