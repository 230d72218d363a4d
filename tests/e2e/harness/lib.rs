//! Drives the real window through WebKitWebDriver: starts it with a store of its own, finds things by
//! the words a person reads, waits for conditions and never for a time, and leaves pictures behind.
//!
//! Everything here panics with a sentence when it does not work out: it is only ever a test's hand.

mod driver;
mod scene;
mod window;

pub use scene::{Scene, built_program};
pub use window::{Target, Window, button, checkbox, field, link, menu_item, option, part, row, tab, text};

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

/// Where pictures and the remains of failed tests go.
pub fn evidence_folder() -> PathBuf {
    scene::built_programs_folder().with_file_name("e2e")
}

/// Opens the scene's window, tells the story, and closes it. A story that fails leaves a picture, the
/// page and the logs in `target/e2e/NAME-failed/`.
pub fn tell<F>(scene: Scene, story: impl FnOnce(Window, Arc<Scene>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the driver's connection");
    let scene = Arc::new(scene);
    runtime.block_on(async {
        let driver = driver::Driver::start(&scene);
        let window = Window::open(&driver, &scene).await;
        let told = tokio::spawn(story(window.clone(), Arc::clone(&scene))).await;
        if told.is_err() {
            window.leave_evidence(&scene).await;
        }
        window.close().await;
        drop(driver);
        if let Err(failure) = told {
            std::panic::resume_unwind(failure.into_panic());
        }
    });
}
