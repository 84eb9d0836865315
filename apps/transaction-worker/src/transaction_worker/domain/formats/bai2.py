def read_bai2(*a): raise NotImplementedError
