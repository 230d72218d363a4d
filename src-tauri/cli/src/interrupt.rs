//! Ctrl-C: the command under way is stopped and leaves nothing behind. Pressed again, the program ends at once, as any
//! other: what was answered is kept, and what was not is rolled back by the next who opens the store.

use std::process::exit;
use std::sync::{Arc, Mutex, PoisonError};
use stockroom_core::Core;

/// What the shell of Unix gives a program that ended by an interrupt.
const INTERRUPTED: i32 = 130;

static UNDER_WAY: Mutex<Option<(Arc<Core>, String)>> = Mutex::new(None);

fn put(under_way: Option<(Arc<Core>, String)>) -> Option<(Arc<Core>, String)> {
    std::mem::replace(&mut *UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner), under_way)
}

/// From now on an interrupt is handled here.
pub fn listen() {
    let listening = ctrlc::set_handler(|| match put(None) {
        Some((core, request_id)) => core.cancel(&request_id),
        None => exit(INTERRUPTED),
    });
    if let Err(error) = listening {
        tracing::warn!(%error, "Ctrl-C ends the program at once");
    }
}

/// Does the work of a request that an interrupt stops.
pub fn stoppable<T>(core: &Arc<Core>, request_id: &str, work: impl FnOnce() -> T) -> T {
    put(Some((core.clone(), request_id.to_owned())));
    let done = work();
    put(None);
    done
}
