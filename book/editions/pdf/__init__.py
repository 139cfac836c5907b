"""The PDF edition: chapters laid out side by side, bound into one PDF, and never laid out twice.

    Task -layout.lay-> Laid -impose-> leaves -bind-> PDF

`edition.make` is the way in, for the main process; `layout` is the only module that knows WeasyPrint, and runs in
worker processes (`workers`), which need nothing of the binding: so nothing is imported here.
"""
