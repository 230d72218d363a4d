//! The core's news on its way to the screen, at a pace that the screen can follow.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use stockroom_core::{Change, Core, Progress};
use tauri::{AppHandle, Emitter};

/// The first change goes out at once; what follows within this time goes out as one.
const CHANGES_GATHERED_FOR: Duration = Duration::from_millis(100);
/// At most ten a second for each request.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(100);
/// More requests than anybody runs side by side; a request that never came to its end is forgotten.
const PROGRESS_REMEMBERED: usize = 64;

/// Connects a core to the window. The thread ends when the core drops its listener.
pub fn forward(app: &AppHandle, core: &Core) {
    let (changes, arriving) = mpsc::channel();
    core.on_change(move |change| {
        // Nobody listens any more when the window is gone; there is nothing left to refresh.
        let _ = changes.send(change.clone());
    });
    let window = app.clone();
    std::thread::Builder::new()
        .name("changes".into())
        .spawn(move || gather(&arriving, |change| emit(&window, "changed", &change)))
        .expect("a program that just started can start one more thread");

    let window = app.clone();
    let pace = Pace::default();
    core.on_progress(move |progress| {
        if pace.lets_through(progress, Instant::now()) {
            emit(&window, "progress", progress);
        }
    });
}

pub fn emit(app: &AppHandle, event: &str, payload: &impl serde::Serialize) {
    if let Err(error) = app.emit(event, payload) {
        tracing::warn!(event, %error, "the window did not hear");
    }
}

/// Passes the first change on at once and joins those that follow closely.
fn gather(arriving: &Receiver<Change>, mut pass_on: impl FnMut(Change)) {
    while let Ok(mut first) = arriving.recv() {
        arriving.try_iter().for_each(|more| join(&mut first, more));
        pass_on(first);
        let until = Instant::now() + CHANGES_GATHERED_FOR;
        let mut rest: Option<Change> = None;
        while let Ok(more) = arriving.recv_timeout(until.saturating_duration_since(Instant::now())) {
            match &mut rest {
                Some(rest) => join(rest, more),
                None => rest = Some(more),
            }
        }
        if let Some(rest) = rest {
            pass_on(rest);
        }
    }
}

fn join(into: &mut Change, more: Change) {
    into.at = into.at.max(more.at);
    for topic in more.topics {
        if !into.topics.contains(&topic) {
            into.topics.push(topic);
        }
    }
}

/// Holds progress back to a pace, but never the last step of a request.
#[derive(Default)]
struct Pace(Mutex<HashMap<String, Instant>>);

impl Pace {
    fn lets_through(&self, progress: &Progress, now: Instant) -> bool {
        // A map of times cannot be half written in a way that matters.
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if progress.done >= progress.total {
            last.remove(&progress.request_id);
            return true;
        }
        if last.get(&progress.request_id).is_some_and(|at| now - *at < BETWEEN_PROGRESS) {
            return false;
        }
        if last.len() >= PROGRESS_REMEMBERED {
            last.clear();
        }
        last.insert(progress.request_id.clone(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stockroom_core::kernel::{Instant as At, Topic};

    fn change(topics: &[Topic], at: i64) -> Change {
        Change { topics: topics.to_vec(), at: At(at) }
    }

    #[test]
    fn changes_that_come_together_arrive_as_one() {
        let (send, arriving) = mpsc::channel();
        send.send(change(&[Topic::Stock], 1)).unwrap();
        send.send(change(&[Topic::Holds, Topic::Stock], 3)).unwrap();
        send.send(change(&[Topic::Orders], 2)).unwrap();
        drop(send);
        let mut passed = Vec::new();
        gather(&arriving, |change| passed.push(change));
        assert_eq!(passed.len(), 1);
        assert_eq!(passed[0].topics, [Topic::Stock, Topic::Holds, Topic::Orders]);
        assert_eq!(passed[0].at, At(3));
    }

    #[test]
    fn progress_keeps_the_pace_and_never_loses_the_end() {
        let pace = Pace::default();
        let start = Instant::now();
        let step = |done, after_ms| {
            let progress = Progress { request_id: "r".into(), done, total: 100 };
            pace.lets_through(&progress, start + Duration::from_millis(after_ms))
        };
        assert!(step(1, 0));
        assert!(!step(2, 50));
        assert!(step(3, 100));
        assert!(!step(4, 199));
        assert!(step(100, 199), "the last step is always told");
    }
}
