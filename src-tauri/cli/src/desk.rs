//! An open store with somebody at it: sends commands, and is patient while another program writes.

use crate::answer::{Answer, Stop};
use crate::args::Global;
use crate::{interrupt, place};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stockroom_core::kernel::RequestId;
use stockroom_core::{Clock, Core, OpenOptions, Refusal, Session};

/// The first and the longest pause between two tries, in milliseconds.
const PAUSES_MS: (u64, u64) = (20, 400);

pub struct Desk {
    pub core: Arc<Core>,
    pub session: Session,
    wait: Duration,
}

/// A fresh request id.
pub fn request_id() -> String {
    RequestId::new(Clock::System.now()).to_string()
}

/// The store that the command line names.
pub fn store(global: &Global) -> Result<PathBuf, Stop> {
    place::store(global.store.as_deref()).ok_or_else(no_place)
}

pub fn no_place() -> Stop {
    Stop::Usage("This account has no data folder. Name a store file with --store.".to_owned())
}

impl Desk {
    /// Opens the store that is there, as the user of the operating system.
    pub fn open(global: &Global) -> Result<Desk, Stop> {
        Desk::open_with(global, OpenOptions::new(store(global)?), &request_id())
    }

    /// As [`Desk::open`], in a way of one's own. A refusal carries the request id.
    pub fn open_with(global: &Global, options: OpenOptions, request_id: &str) -> Result<Desk, Stop> {
        // One command and out: what is due lapses at opening and on the way to each write.
        let options = options.background(false);
        let opened = patiently(
            global.wait,
            |opened| matches!(opened, Err(Refusal::Busy { .. })),
            || {
                let core = Core::open(options.clone())?;
                let session = core.os_user_session(&place::user())?;
                Ok((core, session))
            },
        );
        match opened {
            Ok((core, session)) => Ok(Desk { core, session, wait: global.wait }),
            Err(refusal) => Err(refused(request_id, &refusal)),
        }
    }

    pub fn ask(&self, name: &str, request: &Value) -> Result<Answer, Stop> {
        self.ask_bytes(name, &request_id(), request.to_string().as_bytes())
    }

    /// Sends a command. The same request id goes with every try, so a try that was kept after all is not done twice.
    pub fn ask_bytes(&self, name: &str, request_id: &str, request: &[u8]) -> Result<Answer, Stop> {
        patiently(
            self.wait,
            |answer| matches!(answer, Ok(answer) if Answer::is_busy(answer)),
            || {
                let dispatch = || self.core.dispatch_bytes(&self.session, name, request_id, request);
                Answer::parse(interrupt::stoppable(&self.core, request_id, dispatch))
            },
        )
    }
}

pub fn refused(request_id: &str, refusal: &Refusal) -> Stop {
    Stop::Answered(Answer::refused(request_id, refusal))
}

/// Tries until it is no longer busy, or for so long.
fn patiently<T>(wait: Duration, is_busy: impl Fn(&T) -> bool, mut attempt: impl FnMut() -> T) -> T {
    let began = Instant::now();
    let (mut pause_ms, longest_ms) = PAUSES_MS;
    loop {
        let result = attempt();
        if !is_busy(&result) || began.elapsed() >= wait {
            return result;
        }
        std::thread::sleep(Duration::from_millis(pause_ms));
        pause_ms = (pause_ms * 2).min(longest_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_busy_is_tried_again_until_it_is_not() {
        let mut left = 3;
        let result = patiently(
            Duration::from_secs(60),
            |busy: &bool| *busy,
            || {
                left -= 1;
                left > 0
            },
        );
        assert_eq!((result, left), (false, 0));
    }

    #[test]
    fn without_patience_it_is_tried_once() {
        let mut tries = 0;
        let still_busy = patiently(
            Duration::ZERO,
            |busy: &bool| *busy,
            || {
                tries += 1;
                true
            },
        );
        assert_eq!((still_busy, tries), (true, 1));
    }
}
