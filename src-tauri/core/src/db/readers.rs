//! A few read-only connections that commands borrow. Long reads (an export, a check) open one of their own, so that
//! lists never wait for them.

use crate::kernel::Refusal;
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Connections kept for short reads.
const READERS: usize = 3;

/// Called with the text of every statement that a reader runs: tests count and explain them.
pub type OnStatement = Arc<dyn Fn(&str) + Send + Sync>;

pub struct Readers {
    path: PathBuf,
    on_statement: Option<OnStatement>,
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Readers {
    pub fn open(path: &Path, on_statement: Option<OnStatement>) -> Result<Readers, Refusal> {
        let readers = Readers { path: path.to_owned(), on_statement, idle: Mutex::default(), returned: Condvar::new() };
        let idle = (0..READERS).map(|_| readers.own()).collect::<Result<Vec<_>, _>>()?;
        *readers.idle.lock().unwrap_or_else(PoisonError::into_inner) = idle;
        Ok(readers)
    }

    /// A connection for one long read.
    pub fn own(&self) -> Result<Connection, Refusal> {
        let mut conn = super::connect_reader(&self.path)?;
        if let Some(hook) = &self.on_statement {
            trace(&mut conn, hook.clone()).map_err(|error| super::refusal_of(&error, "opening a reader"))?;
        }
        Ok(conn)
    }

    /// Borrows a connection, waiting for one where all are in use.
    pub fn borrow(&self) -> Reader<'_> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(conn) = idle.pop() {
                return Reader { readers: self, conn: Some(conn) };
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn trace(conn: &mut Connection, hook: OnStatement) -> rusqlite::Result<()> {
    conn.trace_v2(
        TraceEventCodes::SQLITE_TRACE_STMT,
        Some(move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, _) = event {
                hook(&statement.sql());
            }
        }),
    )
}

/// A borrowed connection; it goes back when dropped.
pub struct Reader<'r> {
    readers: &'r Readers,
    conn: Option<Connection>,
}

impl Reader<'_> {
    /// Reads at one moment of the books: all statements inside see the same commit.
    pub fn at_one_moment<T, E: From<rusqlite::Error>>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(conn) = self.conn.as_ref() else {
            return Err(E::from(rusqlite::Error::InvalidQuery));
        };
        // A read-only connection: this transaction can never become a writing one.
        let tx = conn.unchecked_transaction()?;
        let value = read(&tx)?;
        tx.commit()?;
        Ok(value)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            self.readers.returned.notify_one();
        }
    }
}
