//! A window under a test's hand.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::driver::Driver;
use crate::evidence_folder;
use crate::scene::{Scene, built_program};

const FIND: &str = include_str!("find.js");
/// Answers once the typeface is there and what is on the screen was painted: a hidden window paints nothing, and a page
/// that has not asked for its typeface yet calls it loaded.
const PAINTED: &str = "const done = arguments[arguments.length - 1]; \
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn)); \
    Promise.all(['400', '500', '600'].map((weight) => document.fonts.load(weight + ' 13px \"Inter Variable\"'))) \
      .then(frame).then(frame).then(() => done(true));";
/// A spinner turns for ever and is no motion to wait for.
const AT_REST: &str = "return document.fonts.status === 'loaded' && document.getAnimations().every((motion) => \
    motion.playState !== 'running' || motion.effect.getComputedTiming().iterations === Infinity)";
/// Longer than anything takes on a slow machine; a condition that holds is seen at once.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// One command of the driver: starting the window is the longest.
const DRIVER_ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// What a person would point at: a kind of thing with words on it.
#[derive(Debug, Clone)]
pub struct Target {
    kind: &'static str,
    name: String,
}

pub fn button(name: impl Into<String>) -> Target {
    Target { kind: "button", name: name.into() }
}

/// A place to type, by its label or placeholder.
pub fn field(name: impl Into<String>) -> Target {
    Target { kind: "field", name: name.into() }
}

pub fn link(name: impl Into<String>) -> Target {
    Target { kind: "link", name: name.into() }
}

pub fn tab(name: impl Into<String>) -> Target {
    Target { kind: "tab", name: name.into() }
}

pub fn checkbox(name: impl Into<String>) -> Target {
    Target { kind: "checkbox", name: name.into() }
}

pub fn menu_item(name: impl Into<String>) -> Target {
    Target { kind: "menuitem", name: name.into() }
}

/// A line of a list that opened under a field.
pub fn option(name: impl Into<String>) -> Target {
    Target { kind: "option", name: name.into() }
}

/// A table row that contains these words.
pub fn row(words: impl Into<String>) -> Target {
    Target { kind: "row", name: words.into() }
}

/// Words anywhere on the screen.
pub fn text(words: impl Into<String>) -> Target {
    Target { kind: "text", name: words.into() }
}

/// A part of the screen by its `data-testid`, for what has no words of its own.
pub fn part(id: impl Into<String>) -> Target {
    Target { kind: "id", name: id.into() }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} \"{}\"", self.kind, self.name)
    }
}

#[derive(Clone)]
pub struct Window {
    driver: Arc<WebDriver>,
    scene: &'static str,
}

impl Window {
    pub(crate) async fn open(driver: &Driver, scene: &Scene) -> Self {
        let mut wanted = Capabilities::new();
        let program = built_program("stockroom-desktop");
        wanted
            .set("webkitgtk:browserOptions", json!({ "binary": program, "args": scene.arguments() }))
            .expect("a capability is plain JSON");
        let session = WebDriver::builder(driver.address(), wanted)
            .request_timeout(DRIVER_ANSWERS_WITHIN)
            .connect()
            .await
            .unwrap_or_else(|error| panic!("the window of {} did not open: {error}", scene.name));
        Self { driver: Arc::new(session), scene: scene.name }
    }

    /// Waits until it holds, and gives back what it found.
    pub async fn until<T, F: Future<Output = Option<T>>>(&self, what: &str, mut look: impl FnMut() -> F) -> T {
        self.until_within(PATIENCE, what, &mut look).await
    }

    /// As [`Window::until`], with a promise of the program as the limit.
    pub async fn until_within<T, F: Future<Output = Option<T>>>(
        &self,
        limit: Duration,
        what: &str,
        mut look: impl FnMut() -> F,
    ) -> T {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(Instant::now() < deadline, "{}: after {limit:?} still not: {what}", self.scene);
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Waits until it is on the screen.
    pub async fn see(&self, target: Target) -> WebElement {
        self.until(&format!("{target} on the screen"), || self.find(&target, "any")).await
    }

    /// Waits until it is on the screen, at most this long.
    pub async fn see_within(&self, limit: Duration, target: Target) -> WebElement {
        let what = format!("{target} on the screen");
        self.until_within(limit, &what, || self.find(&target, "any")).await
    }

    /// Waits until it is no longer on the screen.
    pub async fn see_gone(&self, target: Target) {
        self.until(&format!("{target} gone"), || async { self.find(&target, "any").await.is_none().then_some(()) })
            .await;
    }

    /// Whether it is on the screen at this moment.
    pub async fn shows(&self, target: Target) -> bool {
        self.find(&target, "any").await.is_some()
    }

    /// Waits until it can be used, and clicks it.
    pub async fn click(&self, target: Target) {
        self.until(&format!("{target} to click"), || async {
            let found = self.find(&target, "enabled").await?;
            // A list that is drawn anew takes the element away between finding and clicking it.
            found.click().await.ok()
        })
        .await;
    }

    /// Puts the words into a field in place of what is there.
    pub async fn fill(&self, target: Target, words: &str) {
        self.until(&format!("{target} to fill"), || async {
            let found = self.find(&target, "enabled").await?;
            found.click().await.ok()?;
            found.send_keys(Key::Control + "a").await.ok()?;
            found.send_keys(words).await.ok()
        })
        .await;
    }

    /// What a field contains.
    pub async fn value_of(&self, target: Target) -> String {
        self.see(target).await.prop("value").await.ok().flatten().unwrap_or_default()
    }

    /// Waits until a part of the screen carries this mark (`data-status=confirmed`).
    pub async fn see_marked(&self, target: Target, mark: &str, value: &str) {
        self.until(&format!("{target} with {mark}={value}"), || async {
            let found = self.find(&target, "any").await?;
            (found.attr(mark).await.ok()?? == value).then_some(())
        })
        .await;
    }

    /// Loads the page anew, as a person who presses F5.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("the page loads again");
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        let focused = self.driver.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("the keys arrive");
    }

    /// The words on the whole screen.
    pub async fn words(&self) -> String {
        match self.script("return document.body.innerText", vec![]).await {
            Value::String(words) => words,
            other => panic!("the page has no text but {other}"),
        }
    }

    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{}: {script}: {error}", self.scene)).json().clone()
    }

    /// Makes the page this large, in pixels of its own.
    pub async fn resize(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.expect("the window can be sized");
        self.until(&format!("a window of {width} x {height}"), || async {
            let size = self.script("return [innerWidth, innerHeight]", vec![]).await;
            (size == json!([width, height])).then_some(())
        })
        .await;
    }

    /// Saves what is on the screen as `target/e2e/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let picture = evidence_folder().join(format!("{name}.png"));
        // A font that arrives late and a dialog that is still fading in would make every picture another.
        self.until("fonts loaded and nothing in motion", || async {
            (self.script(AT_REST, vec![]).await == true).then_some(())
        })
        .await;
        self.driver.execute_async(PAINTED, vec![]).await.expect("the screen is painted");
        self.driver.screenshot(&picture).await.expect("a picture can be taken");
        picture
    }

    pub(crate) async fn close(self) {
        if let Some(driver) = Arc::into_inner(self.driver) {
            // A window that crashed cannot be closed; the test has said so already.
            let _ = driver.quit().await;
        }
    }

    pub(crate) async fn leave_evidence(&self, scene: &Scene) {
        let folder = evidence_folder().join(format!("{}-failed", scene.name));
        if let Err(error) = std::fs::create_dir_all(&folder) {
            eprintln!("no evidence of {}: {error}", scene.name);
            return;
        }
        // The window may be the very thing that failed: each piece is taken for itself.
        let _ = self.driver.screenshot(&folder.join("screen.png")).await;
        if let Ok(page) = self.driver.source().await {
            let _ = std::fs::write(folder.join("page.html"), page);
        }
        for log in std::fs::read_dir(scene.logs()).into_iter().flatten().flatten() {
            let _ = std::fs::copy(log.path(), folder.join(log.file_name()));
        }
        eprintln!("what was left of {}: {}", scene.name, folder.display());
    }

    async fn find(&self, target: &Target, wanted: &str) -> Option<WebElement> {
        let arguments = vec![json!(target.kind), json!(target.name), json!(wanted)];
        // A page that is just being replaced has no answer yet: look again.
        self.driver.execute(FIND, arguments).await.ok()?.element().ok()
    }
}
