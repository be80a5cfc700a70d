"""The components of the pages, one template tag each; `{% load ui %}` brings them all.

What a component needs stands in its docstring; how it looks, in templates/components.
"""
