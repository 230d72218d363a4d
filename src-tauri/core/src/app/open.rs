//! Opening a store: recognise it, lock it, bring its schema up to date behind a backup, look it over, settle what
//! fell due while it was closed.

use super::chosen::ChosenFiles;
use super::core::{Change, Core, Listeners, OpenOptions};
use super::expiry::{self, ClockWatch, Expiry};
use crate::audit::{self, Entry};
use crate::db::{
    Act, Actor, Committed, Epilogue, Lane, Lock, Migration, Prelude, Readers, StoreFile, Told, Uow, Work, Writer,
    WriterOptions, connect_reader, connect_writer, identify, migrate, migrate_to,
};
use crate::kernel::clock::Reading;
use crate::kernel::text::MAX_STORE_NAME;
use crate::kernel::{AuditAction, Clock, Currency, Failure, Fields, Problem, Refusal, TimeZone};
use crate::orders::list::Views;
use crate::reservations::{self, PRELUDE_CHUNK};
use crate::staff::{self, Origin};
use crate::stock::Ranking;
use crate::store::{Beginning, StorePlace, begin};
use crate::{backup, catalog, db, doctor};
use rusqlite::Connection;
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

pub fn open(options: OpenOptions) -> Result<Arc<Core>, Refusal> {
    let path = options.path.clone();
    let is_new = !path.exists();
    if is_new {
        if !options.create {
            return Err(Refusal::FileMissing { path: path.display().to_string() });
        }
        create(&options)?;
    }
    let mut file = identify(&path)?;
    let mut lock = Lock::shared(&path)?;
    let mut conn = connect_writer(&path)?;
    file.schema_version = schema_version(&conn, &path)?;
    if file.schema_version < db::LATEST {
        drop(lock);
        let alone = Lock::alone(&path)?;
        bring_up_to_date(&mut conn, &file, &options.clock)?;
        drop(alone);
        lock = Lock::shared(&path)?;
    }
    look_over(&conn, &path)?;

    let who = |origin| -> Result<Actor, Refusal> {
        staff::find(&conn, origin, None)
            .map_err(|error| db::refusal_of(&error, "reading the staff"))?
            .ok_or_else(|| damaged(&path, "nobody may act in it"))
    };
    let (system, owner) = (who(Origin::System)?, who(Origin::Store)?);
    let demo: bool = conn
        .query_row("SELECT demo FROM store WHERE id = 1", [], |row| row.get(0))
        .map_err(|error| db::refusal_of(&error, "reading the store"))?;

    let look = reservations::clock_needs_look(&conn, &options.clock.read())
        .map_err(|error| db::refusal_of(&error, "reading the clock that was kept"))?;

    let listeners = Arc::new(Listeners::default());
    let watch = Arc::new(ClockWatch::new(options.clock.clone()));
    let readers = Readers::open(&path, options.on_statement.clone())?;
    let writer = Arc::new(Writer::start(
        conn,
        WriterOptions {
            path: path.clone(),
            clock: options.clock.clone(),
            system: system.clone(),
            prelude: prelude(&watch),
            epilogue: epilogue(),
            on_commit: on_commit(&options.clock, listeners.clone()),
        },
    )?);
    if look {
        settle_kept_clock(&writer, &system, &watch)?;
    }
    let swept_at_opening = expiry::sweep(&writer, &system)?;
    let expiry =
        if options.background { Some(start_expiry(&path, &watch, writer.clone(), system.clone())?) } else { None };
    let log_folder = path.parent().unwrap_or(Path::new(".")).join("logs");
    Ok(Arc::new(Core {
        place: StorePlace { path, log_folder },
        clock: options.clock,
        readers,
        writer,
        views: Views::default(),
        imports: crate::imports::Imports::default(),
        listeners,
        ranking: Ranking::default(),
        chosen: ChosenFiles::default(),
        running: Mutex::new(HashMap::new()),
        system,
        owner,
        demo,
        is_new,
        swept_at_opening,
        expiry,
        _lock: lock,
    }))
}

/// The version as SQLite sees it: a newer program that was killed may have left it in the log beside the file.
fn schema_version(conn: &Connection, path: &Path) -> Result<i64, Refusal> {
    let file_version = conn
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| db::refusal_of(&error, "reading the schema's version"))?;
    if file_version > db::LATEST {
        let path = path.display().to_string();
        return Err(Refusal::FileTooNew { path, file_version, program_version: db::LATEST });
    }
    Ok(file_version)
}

fn damaged(path: &Path, detail: &str) -> Refusal {
    Refusal::FileDamaged { path: path.display().to_string(), detail: detail.to_owned() }
}

/// A failure while opening, as a refusal that names the file.
fn refuse(path: &Path, failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(refusal) => *refusal,
        Failure::Sql(error) => db::refusal_of(&error, &path.display().to_string()),
        Failure::Bug(what) => damaged(path, &what),
    }
}

fn create(options: &OpenOptions) -> Result<(), Refusal> {
    let now = options.clock.now();
    let mut fields = Fields::default();
    fields.required("storeName", &options.store_name, MAX_STORE_NAME);
    fields.required("ownerName", &options.owner_name, MAX_STORE_NAME);
    if Currency::parse(&options.currency).is_none() {
        fields.add("currency", Problem::UnknownValue, None);
    }
    if TimeZone::parse(&options.time_zone).is_none() {
        fields.add("timeZone", Problem::UnknownValue, None);
    }
    fields.finish()?;
    let beginning = Beginning {
        store_name: options.store_name.clone(),
        currency: options.currency.clone(),
        time_zone: options.time_zone.clone(),
        owner_name: options.owner_name.clone(),
        demo: options.demo,
    };
    StoreFile::create(&options.path, |conn| {
        migrate(conn, now.0).map_err(|failure| refuse(&options.path, failure))?;
        begin(conn, now, &beginning).map_err(|failure| refuse(&options.path, failure))
    })?;
    tracing::info!(path = %options.path.display(), demo = options.demo, "a new store was made");
    Ok(())
}

/// Nobody else has the store open. A copy is written and read back first.
fn bring_up_to_date(conn: &mut Connection, file: &StoreFile, clock: &Clock) -> Result<(), Refusal> {
    let name = file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let copy = file.path.with_file_name(format!("{name}-schema-{}-{}.stockroom", file.schema_version, clock.now().0));
    backup::write(conn, &copy, clock).map_err(|failure| refuse(&file.path, failure))?;
    let now = clock.now();
    let applied = migrate_to(conn, db::LATEST, now.0, &|conn, migration| {
        let system = staff::find(conn, Origin::System, None)?
            .ok_or_else(|| Failure::Bug("nobody may act in the store".to_owned()))?;
        let mut uow = Uow::between_versions(conn, now, &system)?;
        if migration.version == catalog::SEARCH_SINCE {
            catalog::rebuild_search(&mut uow)?;
        }
        note_migration(&mut uow, migration)
    })
    .map_err(|failure| match failure {
        Failure::Sql(error) if db::is_disk(&error) => db::refusal_of(&error, "bringing the store up to date"),
        other => damaged(&file.path, &format!("a migration failed, and nothing was changed: {other:?}")),
    })?;
    tracing::info!(?applied, backup = %copy.display(), "the schema was brought up to date");
    Ok(())
}

fn note_migration(uow: &mut Uow<'_>, migration: &Migration) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action: AuditAction::StoreMigrated,
            object_type: "store",
            object_id: "store".to_owned(),
            object_label: migration.name,
            old: Some(json!({ "schemaVersion": migration.version - 1 })),
            new: Some(json!({ "schemaVersion": migration.version })),
            reason: None,
        },
    )
}

fn look_over(conn: &Connection, path: &Path) -> Result<(), Refusal> {
    let problems = doctor::quick_check(conn).map_err(|failure| match failure {
        Failure::Sql(error) => damaged(path, &error.to_string()),
        Failure::Refused(_) | Failure::Bug(_) => refuse(path, failure),
    })?;
    match problems.first() {
        None => Ok(()),
        Some(problem) => Err(damaged(path, problem)),
    }
}

/// Compares the clock with what the file kept of it, inside the writer's transaction, so that of two programs that
/// open the store together one settles it.
fn settle_kept_clock(writer: &Writer, system: &Actor, watch: &Arc<ClockWatch>) -> Result<(), Refusal> {
    let watch = watch.clone();
    let work: Work = Box::new(move |uow| reservations::settle_clock(uow, &watch.read()).map(|()| Told(String::new())));
    match writer.run(Lane::Background, system.clone(), Act::default(), work) {
        Committed::Told(_) => Ok(()),
        Committed::Refused(refusal) => Err(*refusal),
        Committed::Incident(number) => Err(Refusal::Busy { what: format!("The clock ({number})") }),
    }
}

/// Before a batch of commands: has the clock been set, and is anything due? The sweep's own work does the ending.
fn prelude(watch: &Arc<ClockWatch>) -> Prelude {
    let seen: Arc<Mutex<Option<Reading>>> = Arc::default();
    let (asked, settling, accepted) = (watch.clone(), watch.clone(), watch.clone());
    let (keeps, gives) = (seen.clone(), seen);
    Prelude {
        due: Box::new(move |conn, now| {
            // What cannot be read is looked at by the prelude itself, which says why.
            asked.was_set() || reservations::next_deadline(conn).map_or(true, |next| next.is_some_and(|at| at <= now))
        }),
        settle: Box::new(move |uow, lane| {
            if settling.was_set() {
                let reading = settling.read();
                reservations::settle_clock(uow, &reading)?;
                *keeps.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
            }
            match lane {
                Lane::People => reservations::expire_due(uow, PRELUDE_CHUNK).map(|_| ()),
                Lane::Background => Ok(()),
            }
        }),
        settled: Box::new(move || {
            if let Some(reading) = gives.lock().unwrap_or_else(PoisonError::into_inner).take() {
                accepted.accept(reading);
            }
        }),
    }
}

/// After work in which units came free: whoever waits for them is served.
fn epilogue() -> Epilogue {
    Epilogue { wanted: Box::new(reservations::anybody_waits), serve: Box::new(reservations::serve_waiters) }
}

fn on_commit(clock: &Clock, listeners: Arc<Listeners>) -> db::OnCommit {
    let clock = clock.clone();
    Box::new(move |topics| {
        listeners.tell_change(&Change { topics: topics.to_vec(), at: clock.now() });
    })
}

fn start_expiry(path: &Path, watch: &Arc<ClockWatch>, writer: Arc<Writer>, system: Actor) -> Result<Expiry, Refusal> {
    let conn = connect_reader(path)?;
    Expiry::start(watch.clone(), writer, system, move || {
        reservations::next_deadline(&conn).unwrap_or_else(|error| {
            tracing::warn!(%error, "the next deadline could not be read");
            None
        })
    })
}
