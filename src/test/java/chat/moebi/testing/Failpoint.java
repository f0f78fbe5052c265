package chat.moebi.testing;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Kills a process, as {@code kill -9} does, when it is about to run a method for the first time: a
 * debugger stops all of its threads there.
 */
public final class Failpoint implements AutoCloseable {

  private final String type;
  private final String method;
  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> arguments;
  private final String address;
  private final CompletableFuture<Void> killed = new CompletableFuture<>();
  private volatile PipedProcess process;

  /**
   * Creates a failpoint.
   *
   * @param type the name of a class
   * @param method the name of a method of that class
   */
  public Failpoint(String type, String method)
      throws IOException, IllegalConnectorArgumentsException {
    this.type = type;
    this.method = method;
    this.connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(found -> found.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    this.arguments = connector.defaultArguments();
    arguments.get("localAddress").setValue("127.0.0.1");
    arguments.get("port").setValue("0");
    this.address = connector.startListening(arguments);
  }

  /** Starts a program that is killed at this point. */
  public PipedProcess start(ChatProgram program, String... options) throws IOException {
    List<String> command = new ArrayList<>(program.command(options));
    command.add(
        1, "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,quiet=y,address=" + address);
    process = PipedProcess.start(command, program.environment());
    Thread thread = new Thread(this::debug, "failpoint");
    thread.setDaemon(true);
    thread.start();
    return process;
  }

  /** Waits until the process is killed. */
  public void awaitKill() throws InterruptedException, ExecutionException, TimeoutException {
    killed.get(PipedProcess.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void debug() {
    try {
      VirtualMachine machine = connector.accept(arguments);
      ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter(type);
      request.enable();
      while (true) {
        EventSet events = machine.eventQueue().remove();
        for (Event event : events) {
          handle(machine, event);
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      killed.complete(null);
    } catch (Exception e) { // It is the test's failure.
      killed.completeExceptionally(e);
    }
  }

  private void handle(VirtualMachine machine, Event event) throws InterruptedException {
    if (event instanceof ClassPrepareEvent prepared) {
      ReferenceType loaded = prepared.referenceType();
      List<Method> methods = loaded.methodsByName(method);
      if (methods.isEmpty()) {
        killed.completeExceptionally(
            new IllegalArgumentException(type + " has no method " + method));
      }
      for (Method found : methods) {
        machine.eventRequestManager().createBreakpointRequest(found.location()).enable();
      }
    } else if (event instanceof BreakpointEvent) {
      process.kill();
    }
  }

  @Override
  public void close() throws IOException, IllegalConnectorArgumentsException {
    connector.stopListening(arguments);
  }
}
