"""Changes exports the way somebody would who wants an import to do more than it should."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from tests.privacy.exports.opening import Opened

type Rows = list[dict[str, Any]]


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP whose manifest names them with their digests."""
    manifest = json.loads(files["manifest.json"])
    told = [
        {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    ]
    return zipped({**files, "manifest.json": json.dumps({**manifest, "files": told}).encode()})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP, as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_file(package: Opened, name: str, content: bytes) -> bytes:
    """The package with that file, rightly named in the manifest."""
    return packed({**package.files, name: content})


def with_rows(package: Opened, dataset: str, change: Callable[[Rows], Rows]) -> bytes:
    """The package with other rows in one data file, and digests that fit."""
    content = json.loads(package.files[f"data/{dataset}.json"])
    content["rows"] = change(content["rows"])
    return with_file(package, f"data/{dataset}.json", json.dumps(content).encode())


def first_row(**values: Any) -> Callable[[Rows], Rows]:
    """Changes these columns of the first row."""
    return lambda rows: [{**rows[0], **values}, *rows[1:]]
