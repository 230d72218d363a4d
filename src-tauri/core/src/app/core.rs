//! The open store.

use super::answer;
use super::chosen::{ChosenFiles, Use};
use super::expiry::Expiry;
use crate::commands;
use crate::db::{Act, Actor, Committed, Lane, Lock, OnStatement, Readers, Told, Uow, Work, Writer};
use crate::imports::Imports;
use crate::kernel::{Clock, Failure, Instant, Problem, Refusal, RequestId, Topic};
use crate::orders::list::Views;
use crate::reservations;
use crate::stock::Ranking;
use crate::store::StorePlace;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest request, in bytes.
const MAX_PAYLOAD: usize = 1 << 20;

/// How to open a store.
#[derive(Clone)]
pub struct OpenOptions {
    pub path: PathBuf,
    /// Makes a new store where there is none.
    pub create: bool,
    pub demo: bool,
    pub clock: Clock,
    /// Whether the expiry thread runs. Without it holds lapse in the prelude of writes and by [`Core::sweep`].
    pub background: bool,
    pub store_name: String,
    pub owner_name: String,
    /// ISO 4217; of a new store.
    pub currency: String,
    /// IANA name; of a new store.
    pub time_zone: String,
    /// Told of every statement a reader runs.
    pub on_statement: Option<OnStatement>,
}

impl OpenOptions {
    pub fn new(path: impl Into<PathBuf>) -> OpenOptions {
        OpenOptions {
            path: path.into(),
            create: false,
            demo: false,
            clock: Clock::System,
            background: true,
            store_name: "My store".to_owned(),
            owner_name: "Owner".to_owned(),
            currency: "EUR".to_owned(),
            time_zone: iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned()),
            on_statement: None,
        }
    }

    pub fn create(mut self, create: bool) -> OpenOptions {
        self.create = create;
        self
    }

    pub fn demo(mut self, demo: bool) -> OpenOptions {
        self.demo = demo;
        self
    }

    pub fn clock(mut self, clock: Clock) -> OpenOptions {
        self.clock = clock;
        self
    }

    pub fn background(mut self, background: bool) -> OpenOptions {
        self.background = background;
        self
    }

    pub fn store_name(mut self, name: &str) -> OpenOptions {
        self.store_name = name.to_owned();
        self
    }

    pub fn owner_name(mut self, name: &str) -> OpenOptions {
        self.owner_name = name.to_owned();
        self
    }

    pub fn time_zone(mut self, name: &str) -> OpenOptions {
        self.time_zone = name.to_owned();
        self
    }

    pub fn on_statement(mut self, hook: OnStatement) -> OpenOptions {
        self.on_statement = Some(hook);
        self
    }
}

/// In whose name commands run.
#[derive(Debug, Clone)]
pub struct Session {
    pub actor: Actor,
}

/// What a commit was about.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Change {
    pub topics: Vec<Topic>,
    pub at: Instant,
}

/// How far a long command is.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub request_id: String,
    pub done: i64,
    pub total: i64,
}

type Listener<News> = Arc<dyn Fn(&News) + Send + Sync>;

/// Those who are told, by kind of news.
#[derive(Default)]
pub(super) struct Listeners {
    pub changes: Mutex<Vec<Listener<Change>>>,
    pub progress: Mutex<Vec<Listener<Progress>>>,
}

impl Listeners {
    pub fn tell_change(&self, change: &Change) {
        let listeners = self.changes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for listener in listeners {
            listener(change);
        }
    }

    pub fn tell_progress(&self, progress: &Progress) {
        let listeners = self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for listener in listeners {
            listener(progress);
        }
    }
}

pub struct Core {
    pub(super) place: StorePlace,
    pub(super) clock: Clock,
    pub(super) readers: Readers,
    pub(super) writer: Arc<Writer>,
    pub(super) views: Views,
    pub(super) imports: Imports,
    pub(super) listeners: Arc<Listeners>,
    pub(super) ranking: Ranking,
    pub(super) chosen: ChosenFiles,
    /// Long commands that run, by request id; true once somebody asked to stop.
    pub(super) running: Mutex<HashMap<String, Arc<AtomicBool>>>,
    pub(super) system: Actor,
    pub(super) owner: Actor,
    pub(super) demo: bool,
    pub(super) is_new: bool,
    pub(super) swept_at_opening: usize,
    pub(super) expiry: Option<Expiry>,
    pub(super) _lock: Lock,
}

impl Core {
    /// Opens a store, making it where asked. The refusal says what stands in the way.
    pub fn open(options: OpenOptions) -> Result<Arc<Core>, Refusal> {
        super::open::open(options)
    }

    /// Takes one command and gives its answer as JSON. Blocks until a change is on disk.
    pub fn dispatch(&self, session: &Session, name: &str, request_id: &str, payload: &str) -> String {
        let Some(id) = RequestId::parse(request_id) else {
            return answer::refused(request_id, &Refusal::field("requestId", Problem::Malformed, None));
        };
        match self.check(session, name, payload) {
            Ok(command) => {
                // A command that panics on a reader is an incident like one in the writer.
                let ran = catch_unwind(AssertUnwindSafe(|| (command.run)(self, session, id, payload)));
                answer::of(
                    request_id,
                    ran.unwrap_or_else(|_| Err(Failure::Bug(crate::db::incident_number(command.name, &"it panicked")))),
                )
            }
            Err(refusal) => answer::refused(request_id, &refusal),
        }
    }

    /// As [`Core::dispatch`], for bytes that may not be text at all.
    pub fn dispatch_bytes(&self, session: &Session, name: &str, request_id: &str, payload: &[u8]) -> String {
        match std::str::from_utf8(payload) {
            Ok(payload) => self.dispatch(session, name, request_id, payload),
            Err(error) => {
                let detail = format!("byte {} is not UTF-8", error.valid_up_to());
                answer::refused(request_id, &Refusal::BadJson { detail })
            }
        }
    }

    fn check(&self, session: &Session, name: &str, payload: &str) -> Result<&'static commands::Command, Refusal> {
        let shown: String = name.chars().take(60).collect();
        let command = commands::find(name).ok_or(Refusal::UnknownCommand { name: shown })?;
        if payload.len() > MAX_PAYLOAD {
            let size = |bytes| i64::try_from(bytes).unwrap_or(i64::MAX);
            return Err(Refusal::TooLarge { limit_bytes: size(MAX_PAYLOAD), actual_bytes: size(payload.len()) });
        }
        if !session.actor.role.may(command.least_role) {
            return Err(Refusal::Forbidden { needed: command.least_role, role: session.actor.role });
        }
        Ok(command)
    }

    /// The session of the one owner, until people sign in.
    pub fn owner_session(&self) -> Session {
        Session { actor: self.owner.clone() }
    }

    pub fn on_change(&self, listener: impl Fn(&Change) + Send + Sync + 'static) {
        self.listeners.changes.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(listener));
    }

    pub fn on_progress(&self, listener: impl Fn(&Progress) + Send + Sync + 'static) {
        self.listeners.progress.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(listener));
    }

    /// Asks a long command to stop. It ends as CANCELLED and leaves nothing behind.
    pub fn cancel(&self, request_id: &str) {
        if let Some(flag) = self.running.lock().unwrap_or_else(PoisonError::into_inner).get(request_id) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// Lets commands write to a path that a person chose; they name it by the token.
    pub fn grant_destination(&self, path: PathBuf) -> Result<String, Refusal> {
        self.chosen.grant(Use::Write, path, &self.place.path)
    }

    pub fn destination_path(&self, token: &str) -> Option<PathBuf> {
        self.chosen.path(Use::Write, token)
    }

    /// Lets commands read a file that a person chose; they name it by the token.
    pub fn grant_source(&self, path: PathBuf) -> Result<String, Refusal> {
        self.chosen.grant(Use::Read, path, &self.place.path)
    }

    pub fn source_path(&self, token: &str) -> Option<PathBuf> {
        self.chosen.path(Use::Read, token)
    }

    pub fn path(&self) -> &Path {
        &self.place.path
    }

    pub fn log_folder(&self) -> &Path {
        &self.place.log_folder
    }

    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// Was the file made by this opening?
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// How many holds fell due while the store was closed and were ended by opening it.
    pub fn swept_at_opening(&self) -> usize {
        self.swept_at_opening
    }

    /// Ends every hold that is due, in chunks. Returns how many.
    pub fn sweep(&self) -> Result<usize, Refusal> {
        super::expiry::sweep(&self.writer, &self.system)
    }

    /// Forgets answers that are older than anybody waits for them, as the background does every hour.
    pub fn forget_old_answers(&self) {
        while super::expiry::forget_old_answers(&self.writer, &self.system) {}
    }

    /// Runs a piece of work of the program itself in the writer.
    pub fn work(&self, actor: &Actor, act: Act, work: Work) -> Committed {
        self.writer.run(Lane::People, actor.clone(), act, work)
    }

    /// The member of staff that a user of the operating system acts as; added the first time.
    pub fn os_user_session(&self, name: &str) -> Result<Session, Refusal> {
        use crate::staff::{self, Origin};
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        let name = if name.trim().is_empty() { "os-user".to_owned() } else { name };
        let look = || {
            let reader = self.readers.borrow();
            reader
                .at_one_moment(|conn| staff::find(conn, Origin::OsUser, Some(&name)))
                .map_err(|error| crate::db::refusal_of(&error, "reading the staff"))
        };
        if let Some(actor) = look()? {
            return Ok(Session { actor });
        }
        let added = name.clone();
        let work: Work = Box::new(move |uow: &mut Uow<'_>| {
            if staff::find(uow.conn, Origin::OsUser, Some(&added))?.is_none() {
                staff::add(uow, Origin::OsUser, &added, crate::kernel::Role::Owner)?;
            }
            Ok(Told(String::new()))
        });
        match self.work(&self.system, Act::default(), work) {
            Committed::Told(_) => {}
            Committed::Refused(refusal) => return Err(*refusal),
            Committed::Incident(number) => return Err(Refusal::Busy { what: format!("The staff table ({number})") }),
        }
        look()?.map(|actor| Session { actor }).ok_or_else(|| Refusal::not_found("member of staff", name))
    }

    /// A number of running holds that lapse next, for whoever waits for them.
    pub fn next_deadline(&self) -> Option<Instant> {
        let reader = self.readers.borrow();
        reader.at_one_moment(reservations::next_deadline).ok().flatten()
    }

    /// Finishes what runs and lets the file go. Further commands are refused as busy.
    pub fn close(&self) {
        if let Some(expiry) = &self.expiry {
            expiry.stop();
        }
        self.writer.close();
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.close();
    }
}

/// A failure of reading as the refusal it is, or as a bug.
pub(super) fn read_failure(failure: Failure) -> Failure {
    match failure {
        Failure::Sql(error) => match crate::db::is_disk(&error) {
            true => Failure::from(crate::db::refusal_of(&error, "reading the store")),
            false => Failure::Sql(error),
        },
        Failure::Refused(_) | Failure::Bug(_) => failure,
    }
}
