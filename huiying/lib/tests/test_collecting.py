"""The collector rests inside and works again outside, whatever happened."""

import gc

import pytest

from huiying.lib.collecting import uncollected


def test_it_works_again_afterwards():
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()
