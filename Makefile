# Two commands: `make run` runs the example paper, `make test` passes every test.
# PORT=n moves the paper's port; STANDFIRST_HOME=folder keeps it elsewhere than in ./paper.

.PHONY: run test lock reference

run:
	@bin/set-up run
	@exec .venv/bin/standfirst serve --example

test:
	@bin/set-up test
	@exec .venv/bin/python -m pytest $(if $(TESTS),$(TESTS),-n $(or $(WORKERS),2) --dist loadfile --no-loadscope-reorder)

# For those who change the program: new locks from pyproject.toml, and docs/reference/ from the code.
lock:
	@bin/lock

reference:
	@.venv/bin/standfirst reference
