"""The one form in which labels of school classes are compared, whatever file or person wrote them."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def class_label(text: str) -> str:
    """Returns the label in the one form all files share: capitals, no white space, a single leading digit with a zero (" 5f1" → "05F1")."""
    label = "".join(text.split()).upper().replace("ẞ", "SS")
    return f"0{label}" if label[:1].isdecimal() and label[1:2].isalpha() else label
