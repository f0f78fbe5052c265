package chat.moebi.otp.process;

/** A process as {@link FunctionBody} sees it, which runs functions that may block. */
interface BlockingSelf extends Self {

  /** Returns an output for a thread that may block, and that runs on behalf of this process. */
  BlockingIo blockingIo();
}
