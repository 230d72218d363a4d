//! How a command of each kind runs: its request parsed once, its function called with the books, its answer made.

use super::answer;
use super::core::{Core, Session, read_failure};
use crate::db::{Act, Committed, Lane, Snapshot, Told, Uow, Work, incident_number};
use crate::imports::Imports;
use crate::kernel::{Failure, FieldProblem, Problem, Refusal, Reply, RequestId};
use crate::orders::list::Views;
use crate::stock::Ranking;
use crate::store::StorePlace;
use rusqlite::named_params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// The whole answer as JSON, or why there is none.
pub type RunResult = Result<String, Failure>;

/// Reads a request. What is not JSON at all is told apart from a field that cannot be read.
fn parse<Req: DeserializeOwned>(payload: &str) -> Result<Req, Refusal> {
    let payload = if payload.trim().is_empty() { "{}" } else { payload };
    // A list would be read as the fields in their order, which nobody means.
    if payload.trim_start().starts_with('[') {
        return Err(Refusal::BadJson { detail: "a request is an object".to_owned() });
    }
    let mut reader = serde_json::Deserializer::from_str(payload);
    let request = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let inner = error.into_inner();
        let said: String = inner.to_string().chars().take(300).collect();
        if inner.is_data() {
            let message = said.split(" at line ").next().unwrap_or_default().to_owned();
            let field = if field == "." { "request".to_owned() } else { field };
            Refusal::Validation {
                fields: vec![FieldProblem { field, problem: Problem::Malformed, limit: None, message }],
            }
        } else {
            Refusal::BadJson { detail: said }
        }
    })?;
    reader.end().map_err(|error| Refusal::BadJson { detail: error.to_string() })?;
    Ok(request)
}

/// Reads at one moment of the books.
pub fn read<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    _name: &'static str,
    payload: &str,
    function: F,
) -> RunResult
where
    Req: DeserializeOwned,
    Resp: Serialize,
    F: FnOnce(&Snapshot<'_>, Req) -> Result<Resp, Failure>,
{
    let request: Req = parse(payload)?;
    let reader = core.readers.borrow();
    let response = reader.at_one_moment(|conn| {
        let books = Snapshot::new(conn, core.clock.now(), &session.actor)?;
        function(&books, request)
    });
    answer::done(request_id, &response.map_err(read_failure)?)
}

/// As [`read`], with the views that are open.
pub fn view<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    name: &'static str,
    payload: &str,
    function: F,
) -> RunResult
where
    Req: DeserializeOwned,
    Resp: Serialize,
    F: FnOnce(&Views, &Snapshot<'_>, Req) -> Result<Resp, Failure>,
{
    read(core, session, request_id, name, payload, |books: &Snapshot<'_>, request: Req| {
        function(&core.views, books, request)
    })
}

/// As [`read`], with the files that are open for import.
pub fn import<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    name: &'static str,
    payload: &str,
    function: F,
) -> RunResult
where
    Req: DeserializeOwned,
    Resp: Serialize,
    F: FnOnce(&Imports, &Snapshot<'_>, Req) -> Result<Resp, Failure>,
{
    read(core, session, request_id, name, payload, |books: &Snapshot<'_>, request: Req| {
        function(&core.imports, books, request)
    })
}

/// As [`read`], with the orders of figures that are kept.
pub fn ranking<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    name: &'static str,
    payload: &str,
    function: F,
) -> RunResult
where
    Req: DeserializeOwned,
    Resp: Serialize,
    F: FnOnce(&Ranking, &Snapshot<'_>, Req) -> Result<Resp, Failure>,
{
    read(core, session, request_id, name, payload, |books: &Snapshot<'_>, request: Req| {
        function(&core.ranking, books, request)
    })
}

/// As [`read`], with the place of the file.
pub fn place<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    name: &'static str,
    payload: &str,
    function: F,
) -> RunResult
where
    Req: DeserializeOwned,
    Resp: Serialize,
    F: FnOnce(&StorePlace, &Snapshot<'_>, Req) -> Result<Resp, Failure>,
{
    read(core, session, request_id, name, payload, |books: &Snapshot<'_>, request: Req| {
        function(&core.place, books, request)
    })
}

/// Long work on connections of its own.
pub fn bulk<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    _name: &'static str,
    payload: &str,
    function: F,
) -> RunResult
where
    Req: DeserializeOwned,
    Resp: Serialize,
    F: FnOnce(&Core, &Session, RequestId, Req) -> Result<Resp, Failure>,
{
    let request: Req = parse(payload)?;
    let response = function(core, session, request_id, request).map_err(read_failure)?;
    answer::done(request_id, &response)
}

/// Changes the books in the writer. The same request again by the same person gets the first answer again; another
/// request under the same id is refused.
pub fn write<Req, Resp, R>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    name: &'static str,
    payload: &str,
    function: fn(&mut Uow<'_>, Req) -> Result<R, Failure>,
) -> RunResult
where
    Req: DeserializeOwned + Serialize + Clone + Send + 'static,
    Resp: Serialize + 'static,
    R: Into<Reply<Resp>> + 'static,
{
    let request: Req = parse(payload)?;
    let hash = request_hash(name, &request)?;
    let work: Work = Box::new(move |uow| {
        if let Some(answer) = kept_answer(uow, request_id, name, &hash)? {
            return Ok(Told(answer));
        }
        let answer = match function(uow, request.clone())?.into() {
            Reply::Done(value) => answer::done(request_id, &value)?,
            Reply::Declined(value) => answer::declined(request_id, &value)?,
        };
        keep_answer(uow, request_id, name, &hash, &answer)?;
        Ok(Told(answer))
    });
    told(core.writer.run(Lane::People, session.actor.clone(), act(request_id), work))
}

type LongWork<Resp> = Box<dyn Fn(&mut Uow<'_>) -> Result<Resp, Failure> + Send>;

/// A long change of the books, prepared outside of them.
pub struct Prepared<'c, Resp> {
    /// Runs in the writer, in a transaction of its own.
    pub work: LongWork<Resp>,
    /// Runs once it is committed; dropped otherwise.
    pub committed: Box<dyn FnOnce() + 'c>,
}

/// As [`write`], for work that is prepared first and takes longer than a person waits for another. It stands in the
/// line of background work, so that nobody's commit waits for it but those that come while it runs.
pub fn long_write<Req, Resp, F>(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    name: &'static str,
    payload: &str,
    prepare: F,
) -> RunResult
where
    Req: DeserializeOwned + Serialize,
    Resp: Serialize + 'static,
    F: for<'c> FnOnce(&'c Core, &Session, RequestId, Req) -> Result<Prepared<'c, Resp>, Failure>,
{
    let request: Req = parse(payload)?;
    let hash = request_hash(name, &request)?;
    let kept = core.readers.borrow().at_one_moment(|conn| {
        let books = Snapshot::new(conn, core.clock.now(), &session.actor)?;
        kept_answer(&books, request_id, name, &hash)
    });
    if let Some(answer) = kept.map_err(read_failure)? {
        return Ok(answer);
    }
    let Prepared { work, committed } = prepare(core, session, request_id, request).map_err(read_failure)?;
    let work: Work = Box::new(move |uow| {
        if let Some(answer) = kept_answer(uow, request_id, name, &hash)? {
            return Ok(Told(answer));
        }
        let answer = answer::done(request_id, &work(uow)?)?;
        keep_answer(uow, request_id, name, &hash, &answer)?;
        Ok(Told(answer))
    });
    let answer = told(core.writer.run(Lane::Background, session.actor.clone(), act(request_id), work))?;
    committed();
    Ok(answer)
}

fn act(request_id: RequestId) -> Act {
    Act { request_id: Some(request_id), ..Act::default() }
}

fn told(committed: Committed) -> RunResult {
    match committed {
        Committed::Told(answer) => Ok(answer),
        Committed::Refused(refusal) => Err(Failure::Refused(refusal)),
        Committed::Incident(number) => Err(Failure::Bug(number)),
    }
}

/// The parsed request, so that white space and the order of fields do not make another request of it.
fn request_hash<Req: Serialize>(name: &str, request: &Req) -> Result<[u8; 32], Failure> {
    let mut digest = Sha256::new();
    digest.update(name.as_bytes());
    digest.update([0]);
    digest.update(serde_json::to_vec(request)?);
    Ok(digest.finalize().into())
}

fn kept_answer(
    books: &Snapshot<'_>,
    request_id: RequestId,
    name: &'static str,
    hash: &[u8; 32],
) -> Result<Option<String>, Failure> {
    let kept = books.find(
        "SELECT staff_id, command, request_hash, response FROM request WHERE id = ?1",
        [request_id],
        |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, [u8; 32]>(2)?, row.get::<_, String>(3)?)),
    )?;
    match kept {
        None => Ok(None),
        Some((staff_id, command, kept_hash, response))
            if books.actor.staff_id == staff_id && command == name && kept_hash == *hash =>
        {
            Ok(Some(response))
        }
        Some((_, command, _, _)) => Err(Refusal::RequestIdReused { command }.into()),
    }
}

fn keep_answer(
    uow: &mut Uow<'_>,
    request_id: RequestId,
    name: &'static str,
    hash: &[u8; 32],
    answer: &str,
) -> Result<(), Failure> {
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change_one(
        "INSERT INTO request (id, staff_id, command, request_hash, response, at)
         VALUES (:id, :staff_id, :command, :request_hash, :response, :at)",
        named_params! {
            ":id": request_id,
            ":staff_id": staff_id,
            ":command": name,
            ":request_hash": hash.as_slice(),
            ":response": answer,
            ":at": now,
        },
    )
}

/// How long an answer is kept for a repeated request, in seconds (7 days).
const ANSWER_KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;
/// The most answers forgotten in one unit of work.
pub const FORGET_CHUNK: usize = 50;

/// Forgets the oldest answers once nobody can still be waiting for them. They stand in order of time, so that only
/// the first are looked at. Returns how many went.
pub fn forget_answers(uow: &mut Uow<'_>) -> Result<usize, Failure> {
    let before = uow.now.plus_seconds(-ANSWER_KEPT_SECONDS);
    uow.change(
        "DELETE FROM request
         WHERE seq IN (SELECT seq FROM (SELECT seq, at FROM request ORDER BY seq LIMIT :most) WHERE at < :before)",
        named_params! { ":most": FORGET_CHUNK as i64, ":before": before },
    )
}

/// Writes down in the audit what a long command did outside the books, such as a file written.
pub fn note(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    work: impl Fn(&mut Uow<'_>) -> Result<String, Failure> + Send + 'static,
) -> Result<String, Failure> {
    let work: Work = Box::new(move |uow| work(uow).map(Told));
    told(core.writer.run(Lane::People, session.actor.clone(), act(request_id), work)).map_err(|failure| match failure {
        Failure::Sql(error) => Failure::Bug(incident_number("the audit of a long command", &error)),
        Failure::Refused(_) | Failure::Bug(_) => failure,
    })
}
