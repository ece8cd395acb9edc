//! Collects mistakes, so that a user sees all of them at once.

use std::cell::RefCell;
use std::fmt::Display;
use std::thread;

use syn::spanned::Spanned;

/// The mistakes found so far. [`finish`](Self::finish) must be called: dropping one unchecked is a
/// bug, and panics.
#[derive(Default)]
pub(crate) struct Ctxt {
    errors: RefCell<Checked>,
}

#[derive(Default)]
struct Checked {
    errors: Option<syn::Error>,
    finished: bool,
}

impl Ctxt {
    /// Adds a mistake that stands at `place`.
    pub(crate) fn error(&self, place: &impl Spanned, message: impl Display) {
        self.syn_error(syn::Error::new(place.span(), message));
    }

    /// Adds a mistake that the parser found.
    pub(crate) fn syn_error(&self, error: syn::Error) {
        match &mut self.errors.borrow_mut().errors {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// All mistakes, if there are any.
    pub(crate) fn finish(self) -> syn::Result<()> {
        let mut checked = self.errors.borrow_mut();
        checked.finished = true;
        checked.errors.take().map_or(Ok(()), Err)
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        if !thread::panicking() && !self.errors.borrow().finished {
            panic!("the mistakes of a derive were not looked at");
        }
    }
}
