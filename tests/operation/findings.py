"""What tests of the doctor ask of a finding."""

from zweiklang.cli.doctoring.findings import Finding


def level(finding: Finding) -> str:
    """Returns how serious it is; it says something, and what to do if anything is to be done."""
    assert finding.says
    assert bool(finding.do) is (finding.level != "says")
    return finding.level
