# A node that shows what it is sent, until it is ended.
Code.require_file("lesson.exs", __DIR__)
Lesson.start()
Process.sleep(:infinity)
