//! The one open store of this program: opened beside the window's start, so that neither waits for
//! the other. Whoever needs it before it is there waits; whoever comes after a failed opening is told why.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use stockroom_core::{Core, OpenOptions, Refusal, Session};

use crate::boot::Launch;

/// What a new demo store is filled with.
const DEMO_PRODUCTS: u32 = 50;
const DEMO_ORDERS: u32 = 500;

/// An open store and the person at this window.
#[derive(Clone)]
pub struct Opened {
    pub core: Arc<Core>,
    pub session: Arc<Session>,
}

/// Why there is no open store. Without a refusal it was a bug, and the log has it.
#[derive(Clone)]
pub struct Failure {
    pub refusal: Option<Arc<Refusal>>,
    pub message: String,
}

enum State {
    Opening,
    Open(Opened),
    Failed { failure: Failure, told: bool },
    Closed,
}

/// What the screen needs before it can ask for anything else.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BootStatus {
    state: BootState,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<Arc<Refusal>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    demo: bool,
    file_name: String,
    safe_rendering: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum BootState {
    Open,
    Failed,
}

type Listen = dyn Fn(&Core) + Send + Sync;

pub struct Store {
    launch: Launch,
    /// Connects the core's news to the window, each time a store is opened.
    listen: Box<Listen>,
    state: Mutex<State>,
    settled: Condvar,
}

impl Store {
    pub fn new(launch: Launch, listen: impl Fn(&Core) + Send + Sync + 'static) -> Self {
        Self { launch, listen: Box::new(listen), state: Mutex::new(State::Opening), settled: Condvar::new() }
    }

    /// Opens the store; blocks until it is open or refused.
    pub fn open(&self) {
        let started = std::time::Instant::now();
        let opened = catch_unwind(AssertUnwindSafe(|| self.try_open())).unwrap_or_else(|_| {
            Err(Failure {
                refusal: None,
                message: "Stockroom could not open the store. The log has the details.".into(),
            })
        });
        let mut state = self.lock();
        *state = match opened {
            Ok(opened) => {
                tracing::info!(elapsed_ms = started.elapsed().as_millis(), "store open");
                State::Open(opened)
            }
            Err(failure) => {
                tracing::error!(message = failure.message, "store not opened");
                State::Failed { failure, told: false }
            }
        };
        self.settled.notify_all();
    }

    fn try_open(&self) -> Result<Opened, Failure> {
        let options = OpenOptions::new(&self.launch.store).create(self.launch.create).demo(self.launch.demo);
        let core = Core::open(options).map_err(Failure::from)?;
        if self.launch.demo && core.is_new() {
            core.fill_demo(DEMO_PRODUCTS, DEMO_ORDERS).map_err(Failure::from)?;
        }
        (self.listen)(&core);
        let session = Arc::new(core.owner_session());
        Ok(Opened { core, session })
    }

    /// The open store, or why there is none. Blocks while it is being opened.
    pub fn opened(&self) -> Result<Opened, Failure> {
        match &*self.wait() {
            State::Open(opened) => Ok(opened.clone()),
            State::Failed { failure, .. } => Err(failure.clone()),
            State::Opening | State::Closed => {
                Err(Failure { refusal: None, message: "Stockroom is closing. Nothing was changed.".into() })
            }
        }
    }

    /// How the opening went. A failure that was told before is tried again first: the person put the
    /// stick in, or closed the other program, and reloaded the page.
    pub fn status(&self) -> BootStatus {
        let again = {
            let mut state = self.wait();
            let again = matches!(&*state, State::Failed { told: true, .. });
            if again {
                *state = State::Opening;
            } else if let State::Failed { told, .. } = &mut *state {
                *told = true;
            }
            again
        };
        if again {
            self.open();
            if let State::Failed { told, .. } = &mut *self.lock() {
                *told = true;
            }
        }
        let failure = self.opened().err();
        BootStatus {
            state: if failure.is_none() { BootState::Open } else { BootState::Failed },
            message: failure.as_ref().map(|failure| failure.message.clone()),
            refusal: failure.and_then(|failure| failure.refusal),
            demo: self.launch.demo,
            file_name: self.file_name(),
            safe_rendering: self.launch.safe_rendering,
        }
    }

    /// Lets the core finish what was begun. Commands that come later are told that it is closing.
    pub fn close(&self) {
        let state = std::mem::replace(&mut *self.lock(), State::Closed);
        if let State::Open(opened) = state {
            opened.core.close();
            tracing::info!("store closed");
        }
    }

    fn file_name(&self) -> String {
        let name = self.launch.store.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    fn wait(&self) -> MutexGuard<'_, State> {
        self.settled
            .wait_while(self.lock(), |state| matches!(state, State::Opening))
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The state is replaced whole, so a panic elsewhere cannot have left half of one.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { message: refusal.to_string(), refusal: Some(Arc::new(refusal)) }
    }
}
