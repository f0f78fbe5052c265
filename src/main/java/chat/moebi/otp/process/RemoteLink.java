package chat.moebi.otp.process;

/**
 * A link or a monitor between processes of two nodes, as one of the nodes sees it.
 *
 * @param here the number of the process on the node that says so
 * @param there the number of the process on the other node
 * @param monitor the number that the process here has given its monitor; {@link #LINK} for a link
 */
record RemoteLink(long here, long there, long monitor) {

  /** Stands for the number of a monitor where there is a link. */
  static final long LINK = 0;
}
