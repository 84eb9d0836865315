def read_ofx(*a): raise NotImplementedError
